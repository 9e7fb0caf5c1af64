/** Lines for a shell, by which AWS's tools and SDKs find the server and sign for it. */
export const exportLines = (
  key: { readonly id: string; readonly secret: string },
  { region, endpoint }: { readonly region: string; readonly endpoint: string },
): string[] => [
  `export AWS_ACCESS_KEY_ID=${quoted(key.id)}`,
  `export AWS_SECRET_ACCESS_KEY=${quoted(key.secret)}`,
  `export AWS_REGION=${quoted(region)}`,
  // boto3 and AWS CLI 1 know only this name for it.
  `export AWS_DEFAULT_REGION=${quoted(region)}`,
  `export AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER=${quoted(endpoint)}`,
];

/** The words of such lines by their names. */
export const readExportLines = (text: string): Record<string, string> =>
  Object.fromEntries(
    [...text.matchAll(/^export (\w+)=(?:'([^']*)'|(\S*))$/gm)].map(([, name = '', inQuotes, bare]) => [
      name,
      inQuotes ?? bare ?? '',
    ]),
  );

const quoted = (word: string): string => (/^[\w./:@%+=-]*$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`);
