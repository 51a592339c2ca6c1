using System.Reflection;
using System.Runtime.Loader;

namespace Replication.HelpCompiler;

/// <summary>A cmdlet as its class declares it.</summary>
internal sealed class CmdletShape
{
    private CmdletShape(Type type, CustomAttributeData declaration)
    {
        Verb = (string)declaration.ConstructorArguments[0].Value!;
        Noun = (string)declaration.ConstructorArguments[1].Value!;
        SupportsShouldProcess = declaration.NamedArguments.Any(argument => argument.MemberName == "SupportsShouldProcess" && (bool)argument.TypedValue.Value!);
        Parameters =
        [
            .. type.GetProperties().Where(property => ParameterShape.IsParameter(property)).Select(property => new ParameterShape(property))
                .OrderBy(parameter => parameter.Name, StringComparer.Ordinal),
        ];
        Outputs =
        [
            .. type.GetCustomAttributesData().Where(data => data.AttributeType.Name == "OutputTypeAttribute")
                .SelectMany(data => (IReadOnlyCollection<CustomAttributeTypedArgument>)data.ConstructorArguments[0].Value!)
                .Select(argument => ((Type)argument.Value!).FullName!),
        ];
    }

    public string Verb { get; }

    public string Noun { get; }

    public string Name => $"{Verb}-{Noun}";

    public bool SupportsShouldProcess { get; }

    public IReadOnlyList<ParameterShape> Parameters { get; }

    public IReadOnlyList<string> Outputs { get; }

    /// <summary>Names of its parameter sets; one without a name where there is a single one.</summary>
    public IReadOnlyList<string> Sets
    {
        get
        {
            string[] named = [.. Parameters.SelectMany(parameter => parameter.Sets).Distinct().Where(set => set != ParameterShape.AllSets)];
            return named.Length > 0 ? named : [ParameterShape.AllSets];
        }
    }

    public static IReadOnlyList<CmdletShape> AllOf(string assemblyFile)
    {
        string path = Path.GetFullPath(assemblyFile);
        var resolver = new AssemblyDependencyResolver(path);
        AssemblyLoadContext.Default.Resolving += (context, name) =>
            resolver.ResolveAssemblyToPath(name) is { } found ? context.LoadFromAssemblyPath(found) : null;
        return
        [
            .. from type in AssemblyLoadContext.Default.LoadFromAssemblyPath(path).GetExportedTypes()
               where !type.IsAbstract
               let declaration = type.GetCustomAttributesData().FirstOrDefault(data => data.AttributeType.Name == "CmdletAttribute")
               where declaration is not null
               let cmdlet = new CmdletShape(type, declaration)
               orderby cmdlet.Name
               select cmdlet,
        ];
    }
}
