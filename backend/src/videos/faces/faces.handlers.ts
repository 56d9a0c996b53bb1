// The background door of creators' pictures: files of an old one go, and so does what a killed process left.
import { Injectable } from '@nestjs/common';
import { Every, Handles } from '../../base/jobs/handles.js';
import { facesChanged, FacesService } from './faces.service.js';

@Injectable()
export class FacesHandlers {
  constructor(private readonly faces: FacesService) {}

  @Handles(facesChanged)
  async changed({ creatorId }: { creatorId: string }): Promise<void> {
    await this.faces.exclusively(creatorId, () => this.faces.settle(creatorId));
  }

  @Every('videos.sweep_faces', 600)
  async sweep(): Promise<void> {
    await this.faces.sweep();
  }
}
