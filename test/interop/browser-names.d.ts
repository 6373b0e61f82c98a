// Names of a browser's that playwright's types mention. The library that describes them would let all our code think
// that it runs in a browser.
interface Node {
  readonly nodeType: number;
}
interface HTMLElement extends Node {
  readonly hidden: boolean;
}
interface SVGElement extends Node {
  readonly tabIndex: number;
}
type HTMLElementTagNameMap = Record<string, HTMLElement>;
