/** Lets pages of any origin read the answer: the API carries its credentials in the request, never in a cookie. */
export const corsHeaders = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Expose-Headers': 'x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,Date',
} as const;

/** Answers a preflight: whatever headers the client is about to send may be sent. */
export const preflight = (request: Request): Response =>
  new Response(null, {
    status: 200,
    headers: {
      ...corsHeaders,
      'Access-Control-Allow-Methods': 'POST, GET, OPTIONS',
      'Access-Control-Allow-Headers': request.headers.get('access-control-request-headers') ?? usualHeaders,
      'Access-Control-Max-Age': '172800',
      'Content-Length': '0',
    },
  });

const usualHeaders = [
  'content-type',
  'x-amz-target',
  'x-amz-user-agent',
  'authorization',
  'x-amz-date',
  'x-amz-security-token',
  'x-amz-content-sha256',
  'cache-control',
  'amz-sdk-invocation-id',
  'amz-sdk-request',
].join(',');
