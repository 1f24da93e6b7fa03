import { channel, limit, optionalText } from '../../../shared/fields';
import { defineOperation } from '../define-operation';
import { simplePost } from './simple';

export const getPosts = defineOperation({
	name: 'Get Posts',
	action: 'Get posts of channel',
	description:
		'List the posts of a channel, newest first, with how many have seen them and reacted. Use it to find the ID of a post.',
	command: 'channel.getPosts',
	fields: { channel, limit: limit('posts') },
	options: {
		before: optionalText({
			displayName: 'Before',
			placeholder: 'e.g. {{ $json.serverId }}',
			description: 'The serverId of a post: only those that are older are listed',
		}),
	},
	simplify: simplePost,
});
