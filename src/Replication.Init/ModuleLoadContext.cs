using System.Reflection;
using System.Runtime.Loader;

namespace Replication.Init;

/// <summary>
/// Holds the cmdlets and everything they depend on, apart from the assemblies of PowerShell and of other modules. The
/// dependency file beside the root assembly says where each one is, native libraries included.
/// </summary>
internal sealed class ModuleLoadContext(string rootAssembly) : AssemblyLoadContext("Replication")
{
    private readonly AssemblyDependencyResolver _resolver = new(rootAssembly);

    /// <remarks>Null leaves an assembly to the default context: PowerShell's own and those of the runtime.</remarks>
    protected override Assembly? Load(AssemblyName assemblyName) =>
        _resolver.ResolveAssemblyToPath(assemblyName) is { } path ? LoadFromAssemblyPath(path) : null;

    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        _resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } path ? LoadUnmanagedDllFromPath(path) : 0;
}
