import type { UpdateGroupCommandInput, UpdateGroupCommandOutput } from '@aws-sdk/client-cognito-identity-provider';
import { InvalidParameter, NotAuthorized, ResourceNotFound } from '#contract/errors.js';
import * as shape from '#contract/group-shapes.js';
import { optional, required } from '#contract/shape.js';
import { describeGroup } from '#domain/group.js';
import { operation } from './operation.js';

/** Changes what is given of a group; an empty description is none, and nothing given changes nothing, not even the date. */
export const UpdateGroup = operation<UpdateGroupCommandInput, UpdateGroupCommandOutput>()({
  access: 'signed',
  input: {
    GroupName: required(shape.GroupName),
    UserPoolId: required(shape.UserPoolId),
    Description: optional(shape.Description),
    RoleArn: optional(shape.ArnType),
    Precedence: optional(shape.Precedence),
  },
  errors: [InvalidParameter, NotAuthorized, ResourceNotFound],

  async handle(input, { caller, clock, store }) {
    const pool = await store.pools.getVisible(caller, input.UserPoolId);
    const change = {
      description: input.Description || undefined,
      roleArn: input.RoleArn,
      precedence: input.Precedence,
    };
    const changes = Object.values(change).some((value) => value !== undefined);
    const group = changes
      ? await store.groups.update(pool.id, input.GroupName, change, clock.now())
      : await store.groups.get(pool.id, input.GroupName);
    return { Group: describeGroup(group) };
  },
});
