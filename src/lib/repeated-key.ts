const tokens = /"(?:[^"\\]|\\.)*"(?=(\s*:)?)|[{}[\]]/g;

/** The first key that an object in a valid JSON text has twice, which parsers accept and take the last of; undefined when there is none. */
export const repeatedKey = (json: string): string | undefined => {
  const open: Set<string>[] = [];
  for (const [token, colon] of json.matchAll(tokens)) {
    if (token === '{' || token === '[') open.push(new Set());
    else if (token === '}' || token === ']') open.pop();
    else if (colon !== undefined) {
      const key = JSON.parse(token) as string;
      const keys = open.at(-1);
      if (keys?.has(key)) return key;
      keys?.add(key);
    }
  }
  return undefined;
};
