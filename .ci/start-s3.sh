# Starts a one-disk Ceph cluster with its S3 gateway on 127.0.0.1:56480 (keys AKIATEST / SECRETTEST). For tests only.
set -e
export LC_ALL=C
D=${RGW_DIR:-/tmp/vitrina-ci-ceph}; pkill_file() { for f in "$D"/run/*.pid; do [ -f "$f" ] && kill -9 "$(cat "$f")" 2>/dev/null; done; true; }; pkill_file; rm -rf $D; mkdir -p /etc/ceph $D/mon $D/osd $D/run $D/rgw; FSID=$(cat /proc/sys/kernel/random/uuid)
cat > /etc/ceph/ceph.conf <<X
[global]
fsid = $FSID
mon host = [v2:127.0.0.1:56400/0,v1:127.0.0.1:56401/0]
mon initial members = a
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 8
mon allow pool size one = true
mon warn on pool no redundancy = false
osd crush chooseleaf type = 0
run dir = $D/run
keyring = $D/keyring
admin socket = $D/run/\$name.asok
log file = $D/\$name.log
osd objectstore = bluestore
bluestore block size = 8589934592
osd memory target = 1073741824
ms bind ipv4 = true
public addr = 127.0.0.1
cluster addr = 127.0.0.1
mon data avail crit = 1
[osd.0]
keyring = $D/osd/keyring
[mon.a]
mon data = $D/mon
[osd.0]
osd data = $D/osd
[client.admin]
rgw frontends = beast endpoint=127.0.0.1:56480
rgw data = $D/rgw
rgw dns name = localhost
X
monmaptool --create --fsid $FSID --addv a [v2:127.0.0.1:56400,v1:127.0.0.1:56401] $D/monmap --clobber >/dev/null
ceph-authtool --create-keyring $D/keyring --gen-key -n mon. --cap mon 'allow *' >/dev/null
ceph-authtool $D/keyring --gen-key -n client.admin --cap mon 'allow *' --cap osd 'allow *' --cap mgr 'allow *' >/dev/null
ceph-mon --mkfs -i a --monmap $D/monmap --keyring $D/keyring
ceph-mon -i a
sleep 3
timeout 20 ceph -s | head -5 || true
U=$(cat /proc/sys/kernel/random/uuid); timeout 20 ceph osd new $U
ceph auth get-or-create osd.0 mon 'allow profile osd' osd 'allow *' mgr 'allow profile osd' -o $D/osd/keyring
ceph-osd -i 0 --mkfs --osd-uuid $U --osd-data $D/osd 2>&1 | tail -2
ceph-osd -i 0 --osd-data $D/osd
sleep 4
timeout 20 ceph osd tree; timeout 20 ceph -s
(setsid radosgw -n client.admin -f > $D/rgw.out 2>&1 &)
for i in $(seq 60); do (echo > /dev/tcp/127.0.0.1/56480) 2>/dev/null && break; sleep 1; done
radosgw-admin user create --uid=u1 --display-name=U1 --access-key=AKIATEST --secret-key=SECRETTEST 2>/dev/null | grep -E 'access_key|user_id' || true
