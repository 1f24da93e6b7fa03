export * from './getProfile.operation';
export * from './removeCover.operation';
export * from './searchCategories.operation';
export * from './setCover.operation';
export * from './updateProfile.operation';
