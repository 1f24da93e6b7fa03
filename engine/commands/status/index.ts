import { viewers } from './viewers';

export const status = {
	'status.viewers': viewers,
};
