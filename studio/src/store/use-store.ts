// The store in the address, among the stores of this person.
import { useParams } from 'react-router';
import { useQuery } from 'urql';
import { MyStoresDocument } from '../api/generated';

/** `store` stays undefined until loaded, and for a store that is not this person's. */
export function useStore() {
  const { storeId = '' } = useParams();
  const [{ data, error }, ask] = useQuery({ query: MyStoresDocument });
  const store = data?.myStores.find((one) => one.id === storeId);
  return { storeId, store, stores: data?.myStores, error, again: () => ask({ requestPolicy: 'network-only' }) };
}
