export * from './getProfile.operation';
export * from './searchCategories.operation';
export * from './updateProfile.operation';
