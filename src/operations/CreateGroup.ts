import type { CreateGroupCommandInput, CreateGroupCommandOutput } from '@aws-sdk/client-cognito-identity-provider';
import { GroupExists, InvalidParameter, LimitExceeded, NotAuthorized, ResourceNotFound } from '#contract/errors.js';
import * as shape from '#contract/group-shapes.js';
import { messages } from '#contract/messages.js';
import { optional, required } from '#contract/shape.js';
import { describeGroup } from '#domain/group.js';
import { violatedUnique } from '#store/failures.js';
import { operation } from './operation.js';

/** AWS's default quota. */
const mostGroups = 10_000;

/** Makes a group of users. */
export const CreateGroup = operation<CreateGroupCommandInput, CreateGroupCommandOutput>()({
  access: 'signed',
  input: {
    GroupName: required(shape.GroupName),
    UserPoolId: required(shape.UserPoolId),
    Description: optional(shape.Description),
    RoleArn: optional(shape.ArnType),
    Precedence: optional(shape.Precedence),
  },
  errors: [GroupExists, InvalidParameter, LimitExceeded, NotAuthorized, ResourceNotFound],

  async handle(input, { caller, clock, store }) {
    const pool = await store.pools.getVisible(caller, input.UserPoolId);
    const now = clock.now();
    const group = {
      poolId: pool.id,
      name: input.GroupName,
      description: input.Description,
      roleArn: input.RoleArn,
      precedence: input.Precedence,
      createdAt: now,
      modifiedAt: now,
    };
    const created = await store.groups.create(group, mostGroups).catch((error: unknown) => {
      throw violatedUnique(error) === undefined ? error : GroupExists();
    });
    if (!created) throw LimitExceeded(messages.tooManyGroups);
    return { Group: describeGroup(group) };
  },
});
