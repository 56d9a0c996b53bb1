// The frame of every page: one heading, the document's title, and focus on the heading after navigation.
import { Group, Text, Title } from '@mantine/core';
import { useEffect, useRef, type ReactNode } from 'react';
import { useLocation } from 'react-router';

type Props = {
  title: string;
  lead?: ReactNode;
  actions?: ReactNode;
  /** A link back, shown above the heading. */
  back?: ReactNode;
  width?: 'narrow' | 'normal' | 'wide';
  children: ReactNode;
};

/** The first page of a visit leaves focus where the browser put it; later ones move it to the heading. */
let visited: string | null = null;

/** Puts focus on the heading when the path has changed, so that a screen reader says where we are. */
export function useHeadingFocus() {
  const heading = useRef<HTMLHeadingElement>(null);
  const { pathname } = useLocation();
  useEffect(() => {
    if (visited !== null && visited !== pathname) {
      heading.current?.focus({ preventScroll: true });
      window.scrollTo(0, 0);
    }
    visited = pathname;
  }, [pathname]);
  return heading;
}

/** A page with its heading. */
export function Page({ title, lead, actions, back, width = 'normal', children }: Props) {
  const heading = useHeadingFocus();
  useEffect(() => {
    document.title = `${title} · Vitrina`;
  }, [title]);
  return (
    <div className="vt-page" data-width={width}>
      <header className="vt-page-head">
        {back && <div className="vt-back">{back}</div>}
        <Group justify="space-between" align="flex-end" gap="md">
          <div className="vt-page-words">
            <Title order={1} ref={heading} tabIndex={-1} className="vt-heading">
              {title}
            </Title>
            {lead && (
              <Text component="div" c="dimmed" mt={4} maw={640}>
                {lead}
              </Text>
            )}
          </div>
          {actions && <Group gap="xs">{actions}</Group>}
        </Group>
      </header>
      {children}
    </div>
  );
}

/** A card: a surface with an optional heading of its own. */
export function Card(props: { title?: ReactNode; aside?: ReactNode; flush?: boolean; children: ReactNode }) {
  return (
    <section className="vt-card" data-flush={props.flush || undefined}>
      {(props.title || props.aside) && (
        <div className="vt-card-head">
          {props.title && (
            <Title order={2} size="h2">
              {props.title}
            </Title>
          )}
          {props.aside}
        </div>
      )}
      {props.children}
    </section>
  );
}

/** One number that matters, with its name and a line of context. */
export function Figure(props: { label: string; value: ReactNode; note?: ReactNode; tone?: 'accent' }) {
  return (
    <div className="vt-figure" data-tone={props.tone}>
      <dt>{props.label}</dt>
      <dd>
        <span className="vt-figure-value">{props.value}</span>
        {props.note && <span className="vt-figure-note">{props.note}</span>}
      </dd>
    </div>
  );
}
