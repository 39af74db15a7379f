class Training(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool
  def attention(self: __torch__.Training, q: Tensor, k: Tensor, v: Tensor) -> Tensor:
    core = torch.scaled_dot_product_attention(torch.transpose(q, 1, 2), torch.transpose(k, 1, 2), torch.transpose(v, 1, 2), None, 0., True, scale=None, enable_gqa=True)
    return torch.flatten(torch.transpose(core, 1, 2), 2, 3)
  def loss(self: __torch__.Training, logits: Tensor, targets: Tensor) -> Tensor:
    return torch.cross_entropy_loss(torch.flatten(logits, 0, 1), torch.flatten(targets, 0, 1))
  def gpt2(self: __torch__.Training, tokens: Tensor, targets: Tensor, heads: Tensor, p: List[Tensor]) -> Tensor:
    h = torch.size(heads, 0)
    b = torch.size(tokens, 0)
    l = torch.size(tokens, 1)
    dim = torch.size(p[0], 1)
    d = torch.floordiv(dim, h)
    layers = torch.floordiv(torch.sub(torch.len(p), 4), 12)
    x = torch.add(torch.embedding(p[0], tokens), torch.narrow(p[1], 0, 0, l))
    for i in range(layers):
      o = torch.add(4, torch.mul(12, i))
      n1 = torch.layer_norm(x, [dim], p[o], p[torch.add(o, 1)], 1.0e-05)
      qkv = torch.linear(n1, p[torch.add(o, 2)], p[torch.add(o, 3)])
      parts = torch.chunk(qkv, 3, -1)
      q = torch.view(parts[0], [b, l, h, d])
      k = torch.view(parts[1], [b, l, h, d])
      v = torch.view(parts[2], [b, l, h, d])
      core = (self).attention(q, k, v, )
      x1 = torch.add(x, torch.linear(core, p[torch.add(o, 4)], p[torch.add(o, 5)]))
      n2 = torch.layer_norm(x1, [dim], p[torch.add(o, 6)], p[torch.add(o, 7)], 1.0e-05)
      up = torch.gelu(torch.linear(n2, p[torch.add(o, 8)], p[torch.add(o, 9)]))
      x = torch.add(x1, torch.linear(up, p[torch.add(o, 10)], p[torch.add(o, 11)]))
    last = torch.layer_norm(x, [dim], p[2], p[3], 1.0e-05)
    return (self).loss(torch.linear(last, p[0]), targets, )
  def rotate(self: __torch__.Training, x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    half = torch.floordiv(torch.size(x, -1), 2)
    low = torch.narrow(x, -1, 0, half)
    high = torch.narrow(x, -1, half, half)
    return torch.add(torch.mul(x, cos), torch.mul(torch.cat([torch.neg(high), low], -1), sin))
  def llama(self: __torch__.Training, tokens: Tensor, targets: Tensor, heads: Tensor, p: List[Tensor], cos: Tensor, sin: Tensor) -> Tensor:
    h = torch.size(heads, 0)
    kv = torch.size(heads, 1)
    b = torch.size(tokens, 0)
    l = torch.size(tokens, 1)
    dim = torch.size(p[0], 1)
    d = torch.floordiv(dim, h)
    layers = torch.floordiv(torch.sub(torch.len(p), 3), 9)
    x = torch.embedding(p[0], tokens)
    for i in range(layers):
      o = torch.add(3, torch.mul(9, i))
      n1 = torch.rms_norm(x, [dim], p[o], 1.0e-05)
      q = torch.view(torch.linear(n1, p[torch.add(o, 1)]), [b, l, h, d])
      k = torch.view(torch.linear(n1, p[torch.add(o, 2)]), [b, l, kv, d])
      v = torch.view(torch.linear(n1, p[torch.add(o, 3)]), [b, l, kv, d])
      core = (self).attention((self).rotate(q, cos, sin, ), (self).rotate(k, cos, sin, ), v, )
      x1 = torch.add(x, torch.linear(core, p[torch.add(o, 4)]))
      n2 = torch.rms_norm(x1, [dim], p[torch.add(o, 5)], 1.0e-05)
      gate = torch.silu(torch.linear(n2, p[torch.add(o, 6)]))
      up = torch.linear(n2, p[torch.add(o, 7)])
      x = torch.add(x1, torch.linear(torch.mul(gate, up), p[torch.add(o, 8)]))
    last = torch.rms_norm(x, [dim], p[1], 1.0e-05)
    return (self).loss(torch.linear(last, p[2]), targets, )
  def adam(self: __torch__.Training, parameters: List[Tensor], grads: List[Tensor], means: List[Tensor], squares: List[Tensor], steps: List[Tensor]) -> Tensor:
    none = annotate(List[Tensor], [])
    torch._fused_adamw_(parameters, grads, means, squares, none, steps, lr=0.001, beta1=0.9, beta2=0.999, weight_decay=0.01, eps=1.0e-08, amsgrad=False, maximize=False)
    return steps[0]
