import type { INodeProperties } from 'n8n-workflow';

import type { Operation } from '../operation';
import { runs } from './status';

export const option: Operation['option'] = {
	name: 'Forget',
	action: 'Log out the number and delete its data',
	description:
		'Unlink the number from n8n and delete everything that is stored of it: keys, waiting messages, statuses, names and files. This cannot be undone.',
};

export const description: INodeProperties[] = [];

export const execute = runs('session.forget');
