namespace Pff.Backend.Emission;

/// <summary>Where generated code goes with a fault: a local for it and a label behind the code that may have one.</summary>
internal sealed class FaultScope(string fault, string label)
{
    public string Fault { get; } = fault;

    public string Label { get; } = label;

    /// <summary>Whether anything jumps here; a label that nothing jumps to is left out.</summary>
    public bool IsUsed { get; private set; }

    /// <summary>The statement that goes there with a fault.</summary>
    public string Jump(string faultCode)
    {
        IsUsed = true;
        return faultCode == Fault ? $"goto {Label};" : $"{{ {Fault} = {faultCode}; goto {Label}; }}";
    }
}
