import type {
  AddCustomAttributesCommandInput,
  AddCustomAttributesCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { UserPoolId } from '#contract/common-shapes.js';
import { InvalidParameter, NotAuthorized, ResourceNotFound } from '#contract/errors.js';
import * as shape from '#contract/pool-shapes.js';
import { required } from '#contract/shape.js';
import { extendedSchema } from '#domain/schema-attributes.js';
import { operation } from './operation.js';

/** Adds custom attributes to a pool's schema, all or none. They stay for good, and users who exist have no value of them. */
export const AddCustomAttributes = operation<AddCustomAttributesCommandInput, AddCustomAttributesCommandOutput>()({
  access: 'signed',
  input: {
    UserPoolId: required(UserPoolId),
    CustomAttributes: required(shape.CustomAttributesListType),
  },
  errors: [InvalidParameter, NotAuthorized, ResourceNotFound],

  async handle(input, { caller, clock, store }) {
    await store.pools.update(
      caller,
      input.UserPoolId,
      ({ name, settings }) => ({
        name,
        settings: { ...settings, SchemaAttributes: extendedSchema(settings.SchemaAttributes, input.CustomAttributes) },
      }),
      clock.now(),
    );
    return {};
  },
});
