import { defineOperation } from '../define-operation';
import { whole } from './fields';

export const resume = defineOperation({
	name: 'Resume',
	action: 'Resume queue or campaign',
	description:
		'Let the messages leave that wait since Queue > Pause. While the whole queue is paused no campaign goes on, and a campaign that was paused by itself stays so when the queue is resumed.',
	command: 'queue.resume',
	fields: { campaign: whole('What goes on: the queue as a whole, or one campaign') },
});
