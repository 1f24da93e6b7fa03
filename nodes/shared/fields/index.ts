export { propertiesOf, readAll, type Field, type FieldsOf } from './field';
export { group } from './group';
export { limit, simplify } from './many';
export { people } from './people';
export { text } from './text';
