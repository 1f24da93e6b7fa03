export * from './addToBlacklist.operation';
export * from './get.operation';
export * from './getBlacklist.operation';
export * from './removeFromBlacklist.operation';
export * from './set.operation';
export * from './setDefaultDisappearingTime.operation';
