/** An error as Amplify surfaces it. */
export const refusal = (name: string, message: string) => ({ name, message });
