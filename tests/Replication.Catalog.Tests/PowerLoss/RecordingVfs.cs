using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Replication.Catalog.Tests.PowerLoss;

/// <summary>
/// A SQLite VFS that passes everything through to the system's own and notes, in order, what changes the disk. It can
/// also refuse writes, for a disk that is full or protected.
///
/// The structure of the system's VFS is copied and its open, delete, write, truncate, sync and close replaced. A file
/// is the system's own file structure with a tail that holds the system's methods and the number of its path, so that
/// every call can be passed on with the same pointers. Shared memory (-shm) is opened behind this interface and is not
/// noted: it does not survive a power loss and SQLite does not expect it to.
/// </summary>
internal sealed unsafe partial class RecordingVfs
{
    public const string Name = "recording";

    private const int SqliteOk = 0;
    private const int OpenReadOnly = 0x1;
    private const int OpenReadWrite = 0x2;
    private const int OpenCreate = 0x4;
    private const int OpenMainJournal = 0x800;
    private const int OpenWal = 0x80000;

    private static readonly Lock Gate = new();
    private static readonly Dictionary<nint, nint> Wrapped = [];
    private static readonly List<string> Paths = [];
    private static NativeVfs* _system;
    private static List<DiskEvent>? _log;
    private static Func<string, int>? _refuse;
    private static bool _protected;

    /// <summary>Registers the VFS (once) and starts a new log.</summary>
    public static List<DiskEvent> Start()
    {
        SQLitePCL.Batteries_V2.Init();
        lock (Gate)
        {
            if (_system is null) Register();
            _refuse = null;
            _protected = false;
            return _log = [];
        }
    }

    /// <summary>What each write to the path is answered with: 0 lets it pass, anything else is SQLite's error code.</summary>
    public static void RefuseWrites(Func<string, int>? refuse) => _refuse = refuse;

    /// <summary>Opens files for reading only, as the system does for an account without the permission to write.</summary>
    public static void ProtectFiles(bool on) => _protected = on;

    public static void Mark(string text) => Note(new DiskEvent(DiskEventKind.Mark, text));

    private static void Register()
    {
        _system = sqlite3_vfs_find(null);
        var vfs = (NativeVfs*)NativeMemory.Alloc((nuint)sizeof(NativeVfs));
        *vfs = *_system;
        vfs->Next = null;
        vfs->Name = (byte*)Marshal.StringToCoTaskMemUTF8(Name);
        vfs->FileSize = TailOffset + sizeof(Tail);
        vfs->Open = &Open;
        vfs->Delete = &Delete;
        if (sqlite3_vfs_register(vfs, 0) != SqliteOk) throw new InvalidOperationException("sqlite3_vfs_register failed");
    }

    private static int TailOffset => (_system->FileSize + 7) & ~7;

    private static Tail* TailOf(NativeFile* file) => (Tail*)((byte*)file + TailOffset);

    private static void Note(DiskEvent entry)
    {
        lock (Gate) _log?.Add(entry);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Open(NativeVfs* vfs, byte* name, NativeFile* file, int flags, int* outFlags)
    {
        string? path = Marshal.PtrToStringUTF8((nint)name);
        if (_protected && (flags & OpenReadWrite) != 0) flags = (flags & ~(OpenReadWrite | OpenCreate)) | OpenReadOnly;
        bool created = path is not null && (flags & OpenCreate) != 0 && !File.Exists(path);
        int result = _system->Open(_system, name, file, flags, outFlags);
        if (result != SqliteOk || file->Methods is null || path is null) return result;
        if (created) Note(new DiskEvent(DiskEventKind.Create, path));

        Tail* tail = TailOf(file);
        tail->System = file->Methods;

        // The system's VFS flushes the folder at the first sync of a journal or log that it may have created.
        tail->SyncsFolder = (flags & OpenCreate) != 0 && (flags & (OpenMainJournal | OpenWal)) != 0 ? 1 : 0;
        lock (Gate)
        {
            tail->Path = Paths.IndexOf(path);
            if (tail->Path < 0)
            {
                tail->Path = Paths.Count;
                Paths.Add(path);
            }

            file->Methods = Wrap(file->Methods);
        }

        return result;
    }

    private static NativeFileMethods* Wrap(NativeFileMethods* system)
    {
        if (Wrapped.TryGetValue((nint)system, out nint known)) return (NativeFileMethods*)known;
        var methods = (NativeFileMethods*)NativeMemory.Alloc((nuint)sizeof(NativeFileMethods));
        *methods = *system;
        methods->Version = 2;
        methods->Close = &Close;
        methods->Write = &Write;
        methods->Truncate = &Truncate;
        methods->Sync = &Sync;
        Wrapped[(nint)system] = (nint)methods;
        return methods;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Delete(NativeVfs* vfs, byte* name, int syncFolder)
    {
        string path = Marshal.PtrToStringUTF8((nint)name)!;
        int result = _system->Delete(_system, name, syncFolder);
        if (result != SqliteOk) return result;
        Note(new DiskEvent(DiskEventKind.Delete, path));
        if (syncFolder != 0) Note(new DiskEvent(DiskEventKind.SyncFolder, path));
        return result;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Close(NativeFile* file)
    {
        NativeFileMethods* system = TailOf(file)->System;
        file->Methods = system;
        return system->Close(file);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Write(NativeFile* file, byte* bytes, int count, long offset)
    {
        string path = PathOf(file);
        int refusal = _refuse?.Invoke(path) ?? SqliteOk;
        if (refusal != SqliteOk) return refusal;
        int result = TailOf(file)->System->Write(file, bytes, count, offset);
        if (result == SqliteOk) Note(new DiskEvent(DiskEventKind.Write, path, offset, new Span<byte>(bytes, count).ToArray()));
        return result;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Truncate(NativeFile* file, long length)
    {
        int result = TailOf(file)->System->Truncate(file, length);
        if (result == SqliteOk) Note(new DiskEvent(DiskEventKind.Truncate, PathOf(file), length));
        return result;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Sync(NativeFile* file, int flags)
    {
        Tail* tail = TailOf(file);
        int result = tail->System->Sync(file, flags);
        if (result != SqliteOk) return result;
        Note(new DiskEvent(DiskEventKind.Sync, PathOf(file)));
        if (tail->SyncsFolder != 0) Note(new DiskEvent(DiskEventKind.SyncFolder, PathOf(file)));
        tail->SyncsFolder = 0;
        return result;
    }

    private static string PathOf(NativeFile* file)
    {
        lock (Gate) return Paths[TailOf(file)->Path];
    }

    [LibraryImport("e_sqlite3")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    private static partial NativeVfs* sqlite3_vfs_find(byte* name);

    [LibraryImport("e_sqlite3")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    private static partial int sqlite3_vfs_register(NativeVfs* vfs, int makeDefault);

    [StructLayout(LayoutKind.Sequential)]
    private struct Tail
    {
        public NativeFileMethods* System;
        public int Path;
        public int SyncsFolder;
    }
}
