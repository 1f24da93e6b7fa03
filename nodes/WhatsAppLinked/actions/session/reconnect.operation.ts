import type { INodeProperties } from 'n8n-workflow';

import type { Operation } from '../operation';
import { runs } from './status';

export const option: Operation['option'] = {
	name: 'Reconnect',
	action: 'Reconnect to WhatsApp',
	description:
		'Close the connection to WhatsApp and open it again. Nothing is lost, and the number stays linked.',
};

export const description: INodeProperties[] = [];

export const execute = runs('session.reconnect');
