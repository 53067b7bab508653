using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using Pff.Core.Plan;

namespace Pff.Backend.Packaging;

/// <summary>Turns the bytes of a generated assembly into delegates.</summary>
public static class ExpressionAssembly
{
    /// <summary>The name of the generated class that has <see cref="EntryMethod"/>.</summary>
    public const string EntryType = "PffPlan";

    /// <summary>A static method without parameters that gives the expressions, in order, as an array.</summary>
    public const string EntryMethod = "Expressions";

    /// <summary>The delegates in the order of the expressions' numbers, or null where the bytes are no such assembly.</summary>
    public static ImmutableArray<CompiledExpression>? Load(ReadOnlyMemory<byte> assembly)
    {
        try
        {
            var entry = new PlanLoadContext().LoadFrom(assembly).GetType(EntryType)?.GetMethod(EntryMethod, BindingFlags.Public | BindingFlags.Static);
            return entry?.Invoke(null, null) is CompiledExpression[] expressions
                ? ImmutableCollectionsMarshal.AsImmutableArray(expressions)
                : null;
        }
        catch (Exception exception) when (exception is BadImageFormatException or FileLoadException or TypeLoadException
            or MissingMemberException or TargetInvocationException or FileNotFoundException)
        {
            return null;
        }
    }

    /// <summary>One context a plan, so that two plans may have assemblies of the same name.</summary>
    private sealed class PlanLoadContext() : AssemblyLoadContext("PFF plan", isCollectible: false)
    {
        public Assembly LoadFrom(ReadOnlyMemory<byte> assembly)
        {
            using var stream = MemoryMarshal.TryGetArray(assembly, out var segment)
                ? new MemoryStream(segment.Array!, segment.Offset, segment.Count, writable: false)
                : new MemoryStream(assembly.ToArray(), writable: false);
            return LoadFromStream(stream);
        }

        // The plan must see the very Pff.Core that its host uses, wherever that one was loaded.
        protected override Assembly? Load(AssemblyName assemblyName) =>
            assemblyName.Name == typeof(Value).Assembly.GetName().Name ? typeof(Value).Assembly : null;
    }
}
