export * from './get.operation';
export * from './removePicture.operation';
export * from './setAbout.operation';
export * from './setName.operation';
export * from './setPicture.operation';
