import { defineSend } from '../message/define-send';
import { pollFields } from '../message/poll';
import { ownPlace, postOptions } from './fields';

export const postPoll = defineSend({
	name: 'Post Poll',
	action: 'Post poll in channel',
	description:
		'Ask everybody who follows a channel a question with 2 to 12 answers to choose from. Who has voted for what is not told.',
	type: 'poll',
	destination: ownPlace,
	fields: pollFields,
	sendOptions: postOptions,
});
