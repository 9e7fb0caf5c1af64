/** An error as the client surfaces it: the type is its code and its name. */
export const refusal = (type: string, message: string) => ({ code: type, name: type, message });

export const notAuthorized = (message: string) => refusal('NotAuthorizedException', message);
export const wrongPassword = notAuthorized('Incorrect username or password.');
export const userNotFound = refusal('UserNotFoundException', 'User does not exist.');
export const wrongCode = refusal('CodeMismatchException', 'Invalid verification code provided, please try again.');
