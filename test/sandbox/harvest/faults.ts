import type {CommonFault} from '../common/faults.js';

/** Trouble with what only Harvest's envelopes have. */
export type EnvelopeFault =
  /**
   * `loop` points at the very request; `none` is null although rows remain; `absent` leaves out links and
   * page numbers; anything else is put in verbatim.
   */
  {kind: 'next'; link: 'loop' | 'none' | 'absent' | (string & {})} | {kind: 'total'; total: number | null};

export type Fault = CommonFault | EnvelopeFault;
