import type { LambdaConfigType } from '@aws-sdk/client-cognito-identity-provider';
import { InvalidParameter } from '#contract/errors.js';
import { poolMessages } from '#contract/pool-messages.js';

/** Throws InvalidParameterException with AWS's text for triggers that do not go together or are elsewhere; they need not exist. */
export const checkLambdaConfig = ({ KMSKeyID: key, ...triggers }: LambdaConfigType, region: string): void => {
  const arns = Object.values(triggers).map((trigger) => (typeof trigger === 'string' ? trigger : trigger?.LambdaArn));
  if (arns.some((arn) => arn !== undefined && isLambda(arn) && regionOf(arn) !== region))
    throw InvalidParameter(poolMessages.crossRegionLambda);
  const config = triggers.PreTokenGenerationConfig;
  if (config && triggers.PreTokenGeneration !== config.LambdaArn)
    throw InvalidParameter(poolMessages.twoPreTokenLambdas);
  if ((triggers.CustomSMSSender ?? triggers.CustomEmailSender) && !key)
    throw InvalidParameter(poolMessages.senderNeedsKey);
  const keyRegion = key && regionOf(key);
  if (keyRegion && keyRegion !== region) throw InvalidParameter(poolMessages.keyOfOtherRegion(keyRegion));
};

const isLambda = (arn: string): boolean => arn.split(':')[2] === 'lambda';

const regionOf = (arn: string): string => arn.split(':')[3] ?? '';
