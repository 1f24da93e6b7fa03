import { defineOperation } from '../define-operation';
import { oneCampaign } from './fields';

export const getStatistics = defineOperation({
	name: 'Get Statistics',
	action: 'Get statistics of campaigns',
	description:
		'Count how far the messages of each campaign have come, one item for each. A message that was read counts as read, received and sent. The counts of a campaign are kept for good; the item without a campaign counts messages of the last 30 days. Who had opted out before is not counted: such a message is refused.',
	command: 'queue.statistics',
	fields: {},
	options: { campaign: oneCampaign('Count no more than') },
});
