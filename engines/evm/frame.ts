export type Frame = any;
