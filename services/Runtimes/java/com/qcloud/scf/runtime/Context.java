package com.qcloud.scf.runtime;

/** What a handler may take as its second argument: the names are those of the SCF interface. */
public interface Context {
    String getRequestId();

    int getTimeLimitInMs();

    int getMemoryLimitInMb();
}
