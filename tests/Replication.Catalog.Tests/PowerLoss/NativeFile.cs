using System.Runtime.InteropServices;

namespace Replication.Catalog.Tests.PowerLoss;

/// <summary>struct sqlite3_file: a table of methods, followed by what the VFS keeps for itself.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeFile
{
    public NativeFileMethods* Methods;
}
