import type { INodeProperties } from 'n8n-workflow';

import type { Operation } from '../operation';
import { runs } from './status';

export const option: Operation['option'] = {
	name: 'Log Out',
	action: 'Log out number',
	description:
		'Unlink the number from n8n, as if removed under Linked devices on the phone. It must be linked again before it can send.',
};

export const description: INodeProperties[] = [];

export const execute = runs('session.logOut');
