// GraphQL shapes of captions that are not tables.
import { Field, Int, ObjectType } from '@nestjs/graphql';
import { CaptionRecognition, CaptionTrack } from './caption.entity.js';

@ObjectType()
export class CaptionCue {
  @Field(() => Int)
  startMs!: number;

  @Field(() => Int)
  endMs!: number;

  /** Plain text in lines; `<b>`, `<i>` and `<u>` are the only markup. */
  @Field(() => String)
  text!: string;

  /** Place on the picture as WebVTT says it; empty for the usual place. */
  @Field(() => String)
  settings!: string;
}

@ObjectType()
export class VideoCaptions {
  /** At most 20, the oldest first. */
  @Field(() => [CaptionTrack])
  tracks!: CaptionTrack[];

  /** The last request of each language, at most 20. */
  @Field(() => [CaptionRecognition])
  recognitions!: CaptionRecognition[];

  /** Whether speech recognition is set up on this service. */
  @Field(() => Boolean)
  recognitionOffered!: boolean;

  @Field(() => Int)
  maxBytes!: number;
}
