export * as sendText from './sendText.operation';
