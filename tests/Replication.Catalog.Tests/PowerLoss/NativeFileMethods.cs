using System.Runtime.InteropServices;

namespace Replication.Catalog.Tests.PowerLoss;

/// <summary>struct sqlite3_io_methods, version 2: with shared memory, without memory-mapped reads.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeFileMethods
{
    public int Version;
    public delegate* unmanaged[Cdecl]<NativeFile*, int> Close;
    public void* Read;
    public delegate* unmanaged[Cdecl]<NativeFile*, byte*, int, long, int> Write;
    public delegate* unmanaged[Cdecl]<NativeFile*, long, int> Truncate;
    public delegate* unmanaged[Cdecl]<NativeFile*, int, int> Sync;
    public void* FileSize;
    public void* Lock;
    public void* Unlock;
    public void* CheckReservedLock;
    public void* FileControl;
    public void* SectorSize;
    public void* DeviceCharacteristics;
    public void* ShmMap;
    public void* ShmLock;
    public void* ShmBarrier;
    public void* ShmUnmap;
}
