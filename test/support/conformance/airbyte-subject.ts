import {expect} from 'chai';
import {isObject, type JsonObject} from '../../../protocol/core/json.js';
import {airbyteStates, configuredCatalog, translated} from '../airbyte.js';
import {lintRead} from '../airbyte-lint.js';
import {messagesIn} from '../messages.js';
import type {Ended, RunOptions} from '../process.js';
import type {RunningSandbox} from './sandbox.js';
import {type Run, Subject} from './subject.js';

/** A tap under test that speaks Airbyte; what it says is told in the words of Singer. */
export class AirbyteSubject extends Subject {
  override optionsFor(sandbox: RunningSandbox, options: RunOptions = {}): RunOptions {
    const {catalog, state, ...others} = super.optionsFor(sandbox, options);
    return {
      ...others,
      verb: 'read',
      catalog: this.#configured(catalog),
      state: airbyteStates(isObject(state as JsonObject) ? (state as JsonObject) : {}),
    };
  }

  override taken(ended: Ended, {catalog, state}: RunOptions): Run {
    const before = (state as JsonObject | undefined)?.bookmarks;
    const {messages, log} = translated(
      ended.stdout,
      this.#configured(catalog ?? this.everything),
      before !== undefined && isObject(before) ? before : {},
    );
    // A killed run breaks off anywhere.
    if (ended.signal === undefined) expect(lintRead(messagesIn(ended.stdout))).to.deep.equal([]);
    const stdout = messages.map((message) => `${JSON.stringify(message)}\n`).join('');
    return {...ended, stdout, stderr: ended.stderr + log, messages, hasOtherEnd: true};
  }

  override get endsWithState(): boolean {
    return false;
  }

  #configured(catalog: object | undefined): JsonObject {
    return configuredCatalog((catalog ?? this.catalog) as typeof this.catalog, (stream) =>
      this.isOpen(stream),
    );
  }
}
