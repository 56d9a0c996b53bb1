// Wiring of playback.
import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AddressLimit } from '../base/http/address-limit.js';
import { DeliveriesModule } from '../deliveries/deliveries.module.js';
import { ExperimentsModule } from '../experiments/experiments.module.js';
import { PlacementsModule } from '../placements/placements.module.js';
import { SpeedModule } from '../speed/speed.module.js';
import { StoresModule } from '../stores/stores.module.js';
import { ThemesModule } from '../themes/themes.module.js';
import { VideosModule } from '../videos/videos.module.js';
import { AnswersLane } from './cards/answers.lane.js';
import { CardsController } from './cards/cards.controller.js';
import { CardsLane } from './cards/cards.lane.js';
import { CardsResolver } from './cards/cards.resolver.js';
import { CardsService } from './cards/cards.service.js';
import { StartsService } from './cards/starts.service.js';
import { Changes } from './changes.js';
import { DeviceLinksResolver } from './devices/device-links.resolver.js';
import { DeviceLinksService } from './devices/device-links.service.js';
import { DevicesController } from './devices/devices.controller.js';
import { MediaController } from './media/media.controller.js';
import { PublicationService } from './media/publication.service.js';
import { Pages } from './pages/pages.js';
import { TrackViewingResolver } from './media/track-viewing.resolver.js';
import { ViewingService } from './media/viewing.service.js';
import { MarksAnswers } from './marks/marks.answers.js';
import { MarksController } from './marks/marks.controller.js';
import { PeopleController } from './people/people.controller.js';
import { PeopleResolver } from './people/people.resolver.js';
import { PeopleService } from './people/people.service.js';
import { PicturesResolver } from './pictures.resolver.js';
import { PlaybackResolver } from './playback.resolver.js';
import { PublicCors } from './public-cors.js';
import { PlayerPin, PlayerRelease } from './releases/release.entity.js';
import { ReleasesController } from './releases/releases.controller.js';
import { ReleasesResolver } from './releases/releases.resolver.js';
import { ReleasesService } from './releases/releases.service.js';
import { ShelfController } from './shelf/shelf.controller.js';
import { ShelfService } from './shelf/shelf.service.js';
import { TranscriptsService } from './watch/transcripts.service.js';
import { WatchController } from './watch/watch.controller.js';
import { WatchService } from './watch/watch.service.js';

@Module({
  imports: [
    TypeOrmModule.forFeature([PlayerRelease, PlayerPin]),
    PlacementsModule,
    StoresModule,
    VideosModule,
    ExperimentsModule,
    SpeedModule,
    ThemesModule,
    DeliveriesModule,
  ],
  controllers: [
    CardsController,
    MarksController,
    ShelfController,
    MediaController,
    WatchController,
    PeopleController,
    DevicesController,
    ReleasesController,
  ],
  providers: [
    AddressLimit,
    Changes,
    PublicationService,
    TrackViewingResolver,
    TranscriptsService,
    StartsService,
    CardsService,
    CardsResolver,
    MarksAnswers,
    PlaybackResolver,
    PicturesResolver,
    ViewingService,
    PublicCors,
    CardsLane,
    AnswersLane,
    Pages,
    WatchService,
    ShelfService,
    PeopleService,
    PeopleResolver,
    DeviceLinksService,
    DeviceLinksResolver,
    ReleasesService,
    ReleasesResolver,
  ],
  exports: [CardsService, WatchService],
})
export class PlaybackModule {}
