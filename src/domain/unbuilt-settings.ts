import type {
  CreateUserPoolClientRequest,
  CreateUserPoolRequest,
  LambdaConfigType,
} from '@aws-sdk/client-cognito-identity-provider';
import { InvalidParameter } from '#contract/errors.js';
import { messages } from '#contract/messages.js';
import { allowsClientTokens } from './auth-flows.js';
import { serverOfScope } from './resource-server.js';

/**
 * Settings whose effect is not built yet. A request that asks for one is refused by name, so that nothing is stored and
 * ignored; whoever builds the effect deletes the row.
 */
interface UnbuiltSetting<Request> {
  /** Where the setting stands in the request. */
  readonly name: string;
  readonly asked: (request: Request) => boolean;
}

type PoolRequest = Partial<CreateUserPoolRequest>;
type ClientRequest = Partial<CreateUserPoolClientRequest>;

const triggers: readonly (keyof LambdaConfigType)[] = [
  'PreSignUp',
  'CustomMessage',
  'PostConfirmation',
  'PreAuthentication',
  'PostAuthentication',
  'PreTokenGeneration',
  'UserMigration',
  'PreTokenGenerationConfig',
  'CustomSMSSender',
  'CustomEmailSender',
  'KMSKeyID',
  'InboundFederation',
];

const poolSettings: readonly UnbuiltSetting<PoolRequest>[] = [
  ...triggers.map((trigger) => ({
    name: `LambdaConfig.${trigger}`,
    asked: ({ LambdaConfig: config }: PoolRequest) => config?.[trigger] !== undefined,
  })),
  {
    name: 'UserPoolAddOns.AdvancedSecurityMode',
    asked: ({ UserPoolAddOns: addOns }) => isOther(addOns?.AdvancedSecurityMode, 'OFF'),
  },
  {
    name: 'UserPoolAddOns.AdvancedSecurityAdditionalFlows',
    asked: ({ UserPoolAddOns: addOns }) => addOns?.AdvancedSecurityAdditionalFlows?.CustomAuthMode !== undefined,
  },
  {
    name: 'VerificationMessageTemplate.DefaultEmailOption',
    asked: ({ VerificationMessageTemplate: template }) => isOther(template?.DefaultEmailOption, 'CONFIRM_WITH_CODE'),
  },
  { name: 'KeyConfiguration.KeyType', asked: ({ KeyConfiguration: keys }) => isOther(keys?.KeyType, 'AWS_OWNED_KEY') },
  { name: 'KeyConfiguration.KmsKeyArn', asked: ({ KeyConfiguration: keys }) => keys?.KmsKeyArn !== undefined },
  { name: 'IssuerConfiguration.Type', asked: ({ IssuerConfiguration: issuer }) => isOther(issuer?.Type, 'ORIGINAL') },
  { name: 'DcrConfiguration', asked: ({ DcrConfiguration: registration }) => registration !== undefined },
  { name: 'SmsConfiguration.EumsSms', asked: ({ SmsConfiguration: sms }) => sms?.EumsSms !== undefined },
];

// Of OAuth 2.0 only what GetClientToken gives is built: the client-credentials grant, with custom scopes.
const clientSettings: readonly UnbuiltSetting<ClientRequest>[] = [
  {
    name: 'AllowedOAuthFlowsUserPoolClient',
    asked: (request) => request.AllowedOAuthFlowsUserPoolClient === true && !allowsClientTokens(request),
  },
  {
    name: 'AllowedOAuthFlows',
    asked: (request) =>
      request.AllowedOAuthFlows?.some((flow) => flow !== 'client_credentials' || !allowsClientTokens(request)) ?? false,
  },
  {
    name: 'AllowedOAuthScopes',
    asked: (request) =>
      request.AllowedOAuthScopes?.some((scope) => serverOfScope(scope) === '' || !allowsClientTokens(request)) ?? false,
  },
  { name: 'CallbackURLs', asked: ({ CallbackURLs: urls }) => isFilled(urls) },
  { name: 'LogoutURLs', asked: ({ LogoutURLs: urls }) => isFilled(urls) },
  { name: 'DefaultRedirectURI', asked: ({ DefaultRedirectURI: url }) => url !== undefined },
  { name: 'AnalyticsConfiguration', asked: ({ AnalyticsConfiguration: analytics }) => analytics !== undefined },
  {
    name: 'EnablePropagateAdditionalUserContextData',
    asked: ({ EnablePropagateAdditionalUserContextData: enabled }) => enabled === true,
  },
];

/** Throws InvalidParameterException that names the first pool setting whose effect is not built yet. */
export const refuseUnbuiltPoolSettings = (request: PoolRequest): void => refuse(poolSettings, request);

/** Throws InvalidParameterException that names the first client setting whose effect is not built yet. */
export const refuseUnbuiltClientSettings = (request: ClientRequest): void => refuse(clientSettings, request);

const refuse = <Request>(settings: readonly UnbuiltSetting<Request>[], request: Request): void => {
  const unbuilt = settings.find(({ asked }) => asked(request));
  if (unbuilt) throw InvalidParameter(messages.settingNotBuilt(unbuilt.name));
};

const isOther = <T>(value: T | undefined, built: T): boolean => value !== undefined && value !== built;

const isFilled = (list: readonly unknown[] | undefined): boolean => list !== undefined && list.length > 0;
