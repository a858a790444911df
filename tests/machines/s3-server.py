"""
OpenStack Swift, a storage with an S3 interface, as one process on loopback that keeps everything in FOLDER: its servers of
accounts, containers and objects, and one that speaks S3, whose port it prints. It lists three things to a page. Users are given as NAME:SECRET, and have the access
key test:NAME. The first may do anything, the others nothing.
"""

import os
import sys

import eventlet

eventlet.patcher.monkey_patch(all=False, socket=True, select=True, thread=True)

from eventlet import wsgi
from swift.account import server as accounts
from swift.common import storage_policy, utils
from swift.common.middleware import catch_errors, tempauth
from swift.common.middleware.s3api import s3api
from swift.common.ring.builder import RingBuilder
from swift.common.wsgi import SwiftHttpProtocol
from swift.container import server as containers
from swift.obj import server as objects
from swift.proxy.server import Application

folder, *users = sys.argv[1:]
settings = {
    "swift_dir": folder,
    "devices": os.path.join(folder, "devices"),
    "mount_check": "false",
    "disable_fallocate": "true",
    "account_autocreate": "true",
}


def main():
    os.makedirs(os.path.join(folder, "devices", "disk"))
    with open(os.path.join(folder, "swift.conf"), "w") as file:
        file.write("[swift-hash]\nswift_hash_path_prefix = test\n")
    utils.set_swift_dir(folder)
    storage_policy.reload_storage_policies()
    for name, stores in {"account": accounts, "container": containers, "object": objects}.items():
        socket = eventlet.listen(("127.0.0.1", 0))
        write_ring(name, socket.getsockname()[1])
        eventlet.spawn(serve, socket, stores.app_factory(settings))
    front = eventlet.listen(("127.0.0.1", 0))
    print(front.getsockname()[1], flush=True)
    serve(front, front_app())


def write_ring(name, port):
    """Says that all things of a kind are on one disk, which one server has."""
    ring = RingBuilder(1, 1, 0)
    ring.add_dev({"region": 1, "zone": 1, "ip": "127.0.0.1", "port": port, "device": "disk", "weight": 1})
    ring.rebalance()
    ring.get_ring().save(os.path.join(folder, f"{name}.ring.gz"))


def front_app():
    known = {f"user_test_{name}": secret for name, secret in (user.split(":") for user in users)}
    known[next(iter(known))] += " .admin"
    app = tempauth.filter_factory(settings, **known)(Application(settings))
    app = s3api.filter_factory(settings, allow_multipart_uploads="false", max_bucket_listing="3")(app)
    app = catch_errors.filter_factory(settings)(app)
    cache = Cache()
    return lambda env, start: app({**env, "swift.cache": cache}, start)


class Cache:
    """What Swift asks of memcached."""

    def __init__(self):
        self.kept = {}

    def get(self, key, *_, **__):
        return self.kept.get(key)

    def set(self, key, value, *_, **__):
        self.kept[key] = value

    def delete(self, key, *_, **__):
        self.kept.pop(key, None)


def serve(socket, app):
    wsgi.server(socket, app, log_output=False, protocol=SwiftHttpProtocol)


main()
