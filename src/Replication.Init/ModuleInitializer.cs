using System.Management.Automation;
using System.Reflection;
using System.Runtime.Loader;

namespace Replication.Init;

/// <summary>
/// PowerShell loads this assembly first. It answers for the root assembly by name, nothing else, so that the root is
/// found under lib/ and loaded into its own context. The context stays for the life of the process, because types that
/// a session holds cannot be unloaded; importing again finds the same one.
/// </summary>
public sealed class ModuleInitializer : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    private const string RootAssembly = "Replication";

    private static readonly string RootPath =
        Path.Combine(Path.GetDirectoryName(typeof(ModuleInitializer).Assembly.Location)!, "lib", $"{RootAssembly}.dll");

    private static readonly Lazy<ModuleLoadContext> Context = new(() => new ModuleLoadContext(RootPath));

    private static readonly Lock Gate = new();

    private static int _imports;

    public void OnImport()
    {
        lock (Gate)
        {
            // Every runspace imports; one handler serves them all.
            if (_imports++ == 0) AssemblyLoadContext.Default.Resolving += Resolve;
        }
    }

    public void OnRemove(PSModuleInfo psModuleInfo)
    {
        lock (Gate)
        {
            if (--_imports == 0) AssemblyLoadContext.Default.Resolving -= Resolve;
        }
    }

    private static Assembly? Resolve(AssemblyLoadContext context, AssemblyName name) =>
        string.Equals(name.Name, RootAssembly, StringComparison.OrdinalIgnoreCase) ? Context.Value.LoadFromAssemblyName(new AssemblyName(RootAssembly)) : null;
}
