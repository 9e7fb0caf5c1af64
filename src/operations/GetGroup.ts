import type { GetGroupCommandInput, GetGroupCommandOutput } from '@aws-sdk/client-cognito-identity-provider';
import { InvalidParameter, NotAuthorized, ResourceNotFound } from '#contract/errors.js';
import * as shape from '#contract/group-shapes.js';
import { required } from '#contract/shape.js';
import { describeGroup } from '#domain/group.js';
import { operation } from './operation.js';

/** One group. */
export const GetGroup = operation<GetGroupCommandInput, GetGroupCommandOutput>()({
  access: 'signed',
  input: { GroupName: required(shape.GroupName), UserPoolId: required(shape.UserPoolId) },
  errors: [InvalidParameter, NotAuthorized, ResourceNotFound],

  async handle(input, { caller, store }) {
    const pool = await store.pools.getVisible(caller, input.UserPoolId);
    return { Group: describeGroup(await store.groups.get(pool.id, input.GroupName)) };
  },
});
