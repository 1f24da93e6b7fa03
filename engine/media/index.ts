/** Files of messages: taken in, converted, sealed, uploaded; and opened again. */
export { DEFAULT_GIGABYTES_A_DAY } from './allowance';
export { fileNameFor } from './file-name';
export { WIRE_TYPE } from './kinds';
export { createMedia, SPOOL, type Media } from './media';
export { largerThan } from './media-host';
