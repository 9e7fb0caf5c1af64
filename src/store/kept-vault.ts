import { NoDataKey, type Vault, type Vaults } from './vault.js';

/** The vault of a pool, undefined when the pool was deleted since its rows were read. */
export const vaultIfKept = async (vaults: Vaults, poolId: string): Promise<Vault | undefined> => {
  try {
    return await vaults.forScope(poolId);
  } catch (error) {
    if (error instanceof NoDataKey) return undefined;
    throw error;
  }
};
