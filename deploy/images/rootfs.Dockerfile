# A Debian from a folder of this machine (debootstrap), where no registry has one.
FROM scratch
ADD rootfs.tar /
ENV LANG=C.UTF-8
CMD ["/bin/sh"]
