// The part of pg that its own query classes (pg-cursor) build on, which @types/pg leaves out.
declare module 'pg/lib/utils.js' {
  const utils: {
    /** A parameter as it goes over the wire. */
    prepareValue(value: unknown): string | Buffer | null;
  };
  export default utils;
}
