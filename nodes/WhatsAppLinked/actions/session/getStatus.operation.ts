import type { INodeProperties } from 'n8n-workflow';

import type { Operation } from '../operation';
import { runs } from './status';

export const option: Operation['option'] = {
	name: 'Get Status',
	action: 'Get connection status',
	description:
		'Tell whether the number is linked and connected, and how many messages wait to be sent',
};

export const description: INodeProperties[] = [];

export const execute = runs('session.status');
