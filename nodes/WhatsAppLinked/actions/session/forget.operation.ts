import type { INodeProperties } from 'n8n-workflow';

import type { Operation, OperationCall, Outcome } from '../operation';
import { statusItem } from './status';

export const option: Operation['option'] = {
	name: 'Forget',
	action: 'Log out number and delete its data',
	description:
		'Unlink the number from n8n and delete everything that is stored of it: keys, waiting messages, statuses, names and files. This cannot be undone.',
};

export const description: INodeProperties[] = [];

export async function execute({ request }: OperationCall): Promise<Outcome> {
	const { json } = statusItem(await request('session.forget', {}));
	return { output: [{ json: { deleted: true, ...json } }] };
}
