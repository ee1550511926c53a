#!/usr/bin/env bash
# Makes a Debian package of a self-contained program: deploy/debian/build.sh PROGRAM VERSION x64|arm64 FOLDER. Prints the package's path.
set -euo pipefail

program=$1
version=$2
case "$3" in
  x64) architecture=amd64 ;;
  arm64) architecture=arm64 ;;
  *) echo "$3 is neither x64 nor arm64" >&2; exit 2 ;;
esac
folder=$4
checkout=$(realpath "$(dirname "$0")/../..")
source=$checkout/deploy/debian
epoch=${SOURCE_DATE_EPOCH:-$(date +%s)}

root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
chmod 755 "$root"

# put MODE FILE PLACE
put() {
  install -D --mode "$1" "$2" "$root/$3"
}

put 755 "$program" usr/bin/scriptgrid
put 644 "$checkout/deploy/scriptgrid@.service" usr/lib/systemd/system/scriptgrid@.service
put 644 "$source/scriptgrid.sysusers" usr/lib/sysusers.d/scriptgrid.conf
put 644 "$source/scriptgrid.yml" etc/scriptgrid/scriptgrid.yml
put 644 "$checkout/src/ScriptGrid/Completion/scriptgrid.bash" usr/share/bash-completion/completions/scriptgrid
put 644 "$checkout/src/ScriptGrid/Completion/scriptgrid.zsh" usr/share/zsh/vendor-completions/_scriptgrid
put 644 "$checkout/src/ScriptGrid/Completion/scriptgrid.fish" usr/share/fish/vendor_completions.d/scriptgrid.fish
put 644 "$source/copyright" usr/share/doc/scriptgrid/copyright
put 644 "$source/lintian-overrides" usr/share/lintian/overrides/scriptgrid
put 644 "$source/scriptgrid.1" usr/share/man/man1/scriptgrid.1
(cd "$checkout/contrib" && find . -name '*.lua' -printf '%P\n') | while read -r script; do
  put 644 "$checkout/contrib/$script" "usr/share/doc/scriptgrid/examples/contrib/$script"
done

mkdir -p "$root/DEBIAN"
cat > "$root/usr/share/doc/scriptgrid/changelog" <<EOF
scriptgrid ($version) unstable; urgency=medium

  * CHANGELOG.md says what changed:
    https://github.com/scriptgrid/scriptgrid/blob/main/CHANGELOG.md

 -- The ScriptGrid developers <scriptgrid@users.noreply.github.com>  $(LC_ALL=C date --utc --date "@$epoch" '+%a, %d %b %Y %H:%M:%S +0000')
EOF
chmod 644 "$root/usr/share/doc/scriptgrid/changelog"
gzip --best --no-name "$root/usr/share/doc/scriptgrid/changelog" "$root/usr/share/man/man1/scriptgrid.1"

sed -e "s/@VERSION@/$version/" -e "s/@ARCHITECTURE@/$architecture/" -e "s/@SIZE@/$(du --summarize --apparent-size --block-size 1024 "$root/usr" | cut -f1)/" \
  "$source/control" > "$root/DEBIAN/control"
echo /etc/scriptgrid/scriptgrid.yml > "$root/DEBIAN/conffiles"
install --mode 755 "$source/postinst" "$source/prerm" "$source/postrm" "$root/DEBIAN/"
(cd "$root" && find usr -type f -printf '%P\0' | LC_ALL=C sort -z | (cd usr && xargs -0 md5sum) | sed 's#  #  usr/#') > "$root/DEBIAN/md5sums"
chmod 644 "$root/DEBIAN/control" "$root/DEBIAN/conffiles" "$root/DEBIAN/md5sums"
find "$root" -type d -exec chmod 755 {} +

package=$folder/scriptgrid_${version}_$architecture.deb
SOURCE_DATE_EPOCH=$epoch dpkg-deb --root-owner-group -Zxz -z1 --build "$root" "$package" >/dev/null
echo "$package"
