using System.Globalization;
using System.Text;
using Pff.Backend.Packaging;
using Pff.Core.Ir;
using Pff.Core.Plan;

namespace Pff.Backend.Emission;

/// <summary>
/// Writes the whole C# text: a class with a method for each expression and each part taken out of one, a class of
/// constants, and the entry that gives the delegates. Delegates are made of instance methods, which are called faster
/// than static ones; the instance
/// remembers nothing but the places where fields were found last.
/// </summary>
internal sealed class PlanClassEmitter
{
    private const string ClassHead = """
        using System;
        using Pff.Core.Plan;
        using Pff.Core.Plan.Compiled;
        using Pff.Core.Plan.Library;

        """;

    private readonly StringBuilder _methods = new();
    private readonly StringBuilder _constants = new();
    private readonly Dictionary<string, string> _constantNames = new(StringComparer.Ordinal);
    private int _helperCount;
    private int _placeCount;

    private PlanClassEmitter()
    {
    }

    public static string Emit(IReadOnlyList<IrExpression> expressions, CancellationToken cancellation)
    {
        var emitter = new PlanClassEmitter();
        for (var i = 0; i < expressions.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            emitter.AddEntry(i, expressions[i]);
        }

        return emitter.Write(expressions.Count);
    }

    public string NextHelperName() => "H" + (_helperCount++).ToString(CultureInfo.InvariantCulture);

    /// <summary>
    /// A field that holds where a selection found its name last. Several threads may write it at once: each place is
    /// true of the records that it names.
    /// </summary>
    public string NextPlaceName() => "_p" + (_placeCount++).ToString(CultureInfo.InvariantCulture);

    public void AddMethod(string text) => _methods.Append(text);

    /// <summary>The C# text of a constant that has no literal; equal ones share a field.</summary>
    public string Constant(in Value value)
    {
        var bytes = ConstantFormat.Write(value);
        var key = Convert.ToBase64String(bytes);
        if (!_constantNames.TryGetValue(key, out var name))
        {
            name = "K" + _constantNames.Count.ToString(CultureInfo.InvariantCulture);
            _constantNames.Add(key, name);
            _constants.Append("    internal static readonly Value ").Append(name).Append(" = ConstantFormat.Read(")
                .Append(CSharpLiteral.Of(bytes)).Append(");\n");
        }

        return "Constants." + name;
    }

    private void AddEntry(int number, IrExpression expression)
    {
        var name = "E" + number.ToString(CultureInfo.InvariantCulture);
        var outlined = Partition.Find(expression);
        if (outlined.Count == 0 && !Partition.HasChunks(expression))
        {
            var exactName = name + "Exactly";
            var (quick, mayLeave) = new MethodEmitter(this, parent: null, outlined, isQuick: true).WriteQuick(name, exactName, expression);
            AddMethod(quick);
            if (!mayLeave)
            {
                return;
            }

            name = exactName;
        }

        AddMethod(new MethodEmitter(this, parent: null, outlined).WriteEntry(name, expression));
    }

    private string Write(int count)
    {
        var text = new StringBuilder(ClassHead);
        text.Append("public sealed class ").Append(ExpressionAssembly.EntryType).Append("\n{\n");
        text.Append("    public static CompiledExpression[] ").Append(ExpressionAssembly.EntryMethod).Append("()\n    {\n");
        text.Append("        var plan = new ").Append(ExpressionAssembly.EntryType).Append("();\n");
        text.Append("        var all = new CompiledExpression[").Append(count).Append("];\n");
        for (var i = 0; i < count; i++)
        {
            text.Append("        all[").Append(i).Append("] = plan.E").Append(i).Append(";\n");
        }

        text.Append("        return all;\n    }\n\n");
        for (var i = 0; i < _placeCount; i++)
        {
            text.Append("    private FieldPlace _p").Append(i).Append(";\n");
        }

        text.Append(_methods).Append("}\n\n");
        text.Append("internal static class Constants\n{\n").Append(_constants).Append("}\n");
        return text.ToString();
    }
}
