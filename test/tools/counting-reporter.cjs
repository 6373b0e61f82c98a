// Mocha's own short report, and the counts in a file for whoever adds them up.
const {writeFileSync} = require('node:fs');
const {reporters, Runner} = require('mocha');

module.exports = class CountingReporter extends reporters.Dot {
  constructor(runner, options) {
    super(runner, options);
    runner.once(Runner.constants.EVENT_RUN_END, () => {
      const {passes, failures} = runner.stats;
      if (process.env.COUNTS_FILE) writeFileSync(process.env.COUNTS_FILE, JSON.stringify({passes, failures}));
    });
  }
};
